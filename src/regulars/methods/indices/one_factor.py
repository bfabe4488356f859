"""The one-factor model of several items, and how much of their sum is that one factor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from regulars.methods.columns import Floats

LEAST = 0.005  # a uniqueness below is at the edge: the item would be the factor itself
SINGULAR = 1e-9
MOST_STEPS = 100


@dataclass(frozen=True)
class OneFactor:
    """Correlations R ≈ λ λ' + Ψ by maximum likelihood. ``proper``: no uniqueness at its lower edge."""

    correlation: Floats
    loadings: Floats
    uniqueness: Floats
    proper: bool

    @classmethod
    def fit(cls, correlation: Floats) -> OneFactor | None:
        """Fit to at least three items; ``None`` where they are fewer, or some depend on each other wholly.

        The likelihood is maximised over the uniquenesses alone, the loadings that belong to them being an
        eigenvector, as in [joreskog1967]; Newton's steps over both make it exact.
        """
        if len(correlation) < 3 or np.linalg.eigvalsh(correlation)[0] < SINGULAR:
            return None
        start = np.clip(0.5 / np.diag(np.linalg.inv(correlation)) + 0.25, LEAST, 1.0)
        found = scipy.optimize.minimize(
            lambda psi: _misfit(psi, correlation),
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=[(LEAST, 1.0)] * len(start),
            options={"maxiter": 1000, "ftol": 1e-14, "gtol": 1e-8},
        )
        psi = np.asarray(found.x)
        rough = cls(correlation, _loadings(psi, correlation), psi, proper=bool((psi > LEAST * 1.01).all()))
        return rough._polished() if rough.proper else rough

    def omega(self, deviations: Floats) -> float:
        """McDonald's ω: the factor's part of the variance of the items' sum. ``deviations``: of each item."""
        common, own = self._parts(deviations)
        return common / (common + own)

    def omega_influence(self, deviations: Floats) -> Floats | None:
        """B, shape (items, items): a respondent with standardised answers z moves ω by z'Bz − tr(B R), over n.

        By the implicit function theorem on the likelihood equations, so that it holds whether or not the
        answers are normal and the model is true. ``None`` where the fit is at an edge or flat.
        """
        if not self.proper:
            return None
        gradient, hessian = self._slopes()
        if np.abs(gradient).max() > 1e-6 or np.linalg.eigvalsh(hessian)[0] < SINGULAR:
            return None
        common, own = self._parts(deviations)
        total, sum_of_loadings = common + own, float(deviations @ self.loadings)
        slope = np.concatenate([2 * sum_of_loadings * deviations * own / total**2, -common * deviations**2 / total**2])
        inverse = np.linalg.inv(self.implied)
        return np.asarray(inverse @ np.tensordot(np.linalg.solve(hessian, slope), self._directions(), 1) @ inverse)

    @property
    def implied(self) -> Floats:
        """The correlations that the model has."""
        return np.asarray(np.outer(self.loadings, self.loadings) + np.diag(self.uniqueness))

    def _parts(self, deviations: Floats) -> tuple[float, float]:
        return float(deviations @ self.loadings) ** 2, float(deviations**2 @ self.uniqueness)

    def _directions(self) -> Floats:
        """How the implied correlations move with each loading, then with each uniqueness."""
        k = len(self.loadings)
        unit = np.eye(k)
        by_loading = unit[:, :, None] * self.loadings + self.loadings[:, None] * unit[:, None, :]
        return np.concatenate([by_loading, unit[:, :, None] * unit[:, None, :]])

    def _slopes(self) -> tuple[Floats, Floats]:
        """Gradient and Hessian of log|Σ| + tr(R Σ⁻¹)."""
        k, along = len(self.loadings), self._directions()
        p = np.linalg.inv(self.implied)
        q = p @ self.correlation @ p
        first = np.einsum("aij,ji->a", along, p - q)
        hessian = np.einsum("aij,bji->ab", p @ along, (2 * q - p) @ along)
        hessian[:k, :k] += 2 * (p - q)
        return first, (hessian + hessian.T) / 2

    def _polished(self) -> OneFactor:
        here = self
        k = len(self.loadings)
        for _ in range(MOST_STEPS):
            gradient, hessian = here._slopes()
            if np.linalg.eigvalsh(hessian)[0] < SINGULAR:
                return here
            step = np.linalg.solve(hessian, gradient)
            while (here.uniqueness - step[k:] < LEAST).any():
                step = step / 2  # the maximum lies inside; only the way there led out
            here = OneFactor(here.correlation, here.loadings - step[:k], here.uniqueness - step[k:], proper=True)
            if np.abs(step).max() < 1e-13:
                break
        return here


def _loadings(psi: Floats, correlation: Floats) -> Floats:
    root = np.sqrt(psi)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    return np.asarray(root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0)) * np.sign(vectors[:, -1].sum() or 1.0))


def _misfit(psi: Floats, correlation: Floats) -> tuple[float, Floats]:
    """−2 log-likelihood / n but for a constant, with the best loadings for these uniquenesses, and its slope."""
    root = np.sqrt(psi)
    values = np.linalg.eigvalsh(correlation / np.outer(root, root))[:-1]
    loadings = _loadings(psi, correlation)
    slope = (loadings**2 + psi - np.diag(correlation)) / psi**2
    return float((values - np.log(values) - 1).sum()), slope
