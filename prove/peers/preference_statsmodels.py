"""Worker: statsmodels' conditional logit on the choices of a file; utilities and standard errors as JSON."""

import json
import sys

import numpy as np
from statsmodels.discrete.conditional_models import ConditionalLogit

data = np.load(sys.argv[1])
shown, best, worst = data["shown"], data["best"], data["worst"]
items = int(shown.max()) + 1
rows, chosen, sets = [], [], []
for number, (offered, first, last) in enumerate(zip(shown, best, worst, strict=True)):
    for item in offered:  # the best of the set
        rows.append(np.eye(items)[item])
        chosen.append(int(item == first))
        sets.append(2 * number)
    for item in offered[offered != first]:  # the worst of what is left
        rows.append(-np.eye(items)[item])
        chosen.append(int(item == last))
        sets.append(2 * number + 1)
model = ConditionalLogit(np.array(chosen), np.array(rows)[:, :-1], groups=np.array(sets))
found = model.fit(method="newton", maxiter=100, disp=0)
print(json.dumps({"utility": found.params.tolist(), "error": found.bse.tolist(), "likelihood": float(found.llf)}))
