"""Bootstrap draws of the means of many groups.

Resampling n answers of a group and adding them up is adding n independent draws from its histogram. Where answers
stand on few evenly spaced points, the distribution of that sum over all resamples is the n-fold convolution of
the histogram: its Fourier transform to the power n, exactly. The draws are then quantiles of that distribution at
evenly spaced levels, shuffled: as many as asked for, with less noise than drawing them, and no cost per answer.
Where weights or clusters make answers unequal, rows or clusters are resampled one by one.
Source: [efron1993]; [feller1968] chapter XI for sums by transforms.
"""

from __future__ import annotations

import numpy as np
import scipy

from regulars.methods.columns import Floats, Ints
from regulars.methods.resampling import check_resamples, resampled_sums
from regulars.methods.sample import Sample

MOST_POINTS = 128
AT_ONCE = 1 << 21  # numbers held at once: 16 MB
REACH = 12  # standard deviations kept on either side: what lies beyond has no weight that a float could hold


def draws_of(sample: Sample, code: Ints, groups: int, *, n_resamples: int, seed: int) -> Floats:
    """Means over resamples, shape (groups, n_resamples); NaN for a group without answers."""
    check_resamples(n_resamples)
    random = np.random.default_rng(seed)
    if sample.clusters is None and (sample.weights == sample.weights[0]).all():
        step = _step(sample.values)
        if step is not None:
            return _from_histograms(sample, code, groups, step, n_resamples, random)
    spans = sample.clusters is not None and len(np.unique(sample.clusters * groups + code)) > len(
        np.unique(sample.clusters)
    )
    if spans:
        return _together(sample, code, groups, n_resamples, seed)
    found = np.full((groups, n_resamples), np.nan)
    weights = sample.weights / sample.weights.max()
    centre = sample.mean()
    columns = np.column_stack([weights, weights * (sample.values - centre)])
    key = np.column_stack([sample.values, sample.weights])
    for group in np.unique(code):
        here = code == group
        sums = resampled_sums(
            columns[here],
            key=key[here],
            counts=sample.counts[here],
            clusters=None if sample.clusters is None else sample.clusters[here],
            n_resamples=n_resamples,
            seed=int(random.integers(2**63)),
        )
        found[group] = sums[:, 1] / sums[:, 0] + centre
    return found


def _together(sample: Sample, code: Ints, groups: int, n_resamples: int, seed: int) -> Floats:
    """Clusters that answer in several groups are drawn for all of them at once."""
    _, cluster = np.unique(np.asarray(sample.clusters), return_inverse=True)
    centre = sample.mean()
    weights = sample.weights / sample.weights.max() * sample.counts
    sums = np.zeros((int(cluster.max()) + 1, 2 * groups))
    np.add.at(sums, (cluster, code), weights)
    np.add.at(sums, (cluster, groups + code), weights * (sample.values - centre))
    drawn = resampled_sums(
        sums,
        key=sums,
        counts=np.ones(len(sums), dtype=np.int64),
        clusters=None,
        n_resamples=n_resamples,
        seed=seed,
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.ascontiguousarray((drawn[:, groups:] / drawn[:, :groups] + centre).T)


def _step(values: Floats) -> float | None:
    """Distance of the points on which all values stand; ``None`` where there are too many."""
    low, high = float(values.min()), float(values.max())
    if high == low:
        return 1.0
    for step in (high - low, 100.0, 1.0, 0.5):
        points = (high - low) / step
        if points <= MOST_POINTS and points == round(points) and not np.mod(values - low, step).any():
            return step
    return None


def _from_histograms(
    sample: Sample, code: Ints, groups: int, step: float, n_resamples: int, random: np.random.Generator
) -> Floats:
    low = float(sample.values.min())
    place = np.rint((sample.values - low) / step).astype(np.int64)
    points = int(place.max()) + 1
    counts = np.bincount(code * points + place, weights=sample.counts, minlength=groups * points).astype(np.float64)
    sums, n = quantiles_of_sums(counts.reshape(groups, points), n_resamples)
    sums *= (step / np.maximum(n, 1))[:, None]
    sums += low
    return random.permuted(sums, axis=1, out=sums)


def quantiles_of_sums(counts: Floats, levels: int) -> tuple[Floats, Floats]:
    """Quantiles, at evenly spaced levels, of the sum of n draws from a histogram with ``counts`` on 0, 1, 2 …

    Parameters:
        counts: shape (groups, points); a group without answers gets NaN.
        levels: how many quantiles.

    Returns them, shape (groups, levels), lowest first, and n of each group. A sum is followed round a circle wide
    enough for ``REACH`` standard deviations on either side of its mean; groups of like width go together.
    """
    n, points = counts.sum(axis=1), np.arange(counts.shape[1])
    share = counts / np.maximum(n, 1)[:, None]
    mean = share @ points
    deviation = np.sqrt(np.maximum(share @ points**2 - mean**2, 0.0) * n)
    reach = np.ceil(REACH * deviation).astype(np.int64) + REACH * len(points)
    width = np.minimum(2 * reach, (n * points[-1]).astype(np.int64)) + 1
    found = np.full((len(n), levels), np.nan)
    order = np.flatnonzero(n)[np.argsort(width[n > 0], kind="stable")]
    while order.size:
        like = order[width[order] <= 2 * width[order[0]]]
        part = like[: max(1, AT_ONCE // int(width[like[-1]]))]
        order = order[len(part) :]
        size = scipy.fft.next_fast_len(int(width[part[-1]]), real=True)
        found[part] = _followed(share[part], n[part], mean[part], reach[part], size, levels)
    return found, n


def _followed(share: Floats, n: Floats, mean: Floats, reach: Ints, size: int, levels: int) -> Floats:
    """``quantiles_of_sums`` of groups whose circles have one ``size``."""
    wave = np.zeros((len(n), size))
    wave[:, : share.shape[1]] = share
    chances = np.maximum(scipy.fft.irfft(scipy.fft.rfft(wave) ** n[:, None], size), 0.0)
    most = (n * (share.shape[1] - 1)).astype(np.int64)
    start = np.clip(np.rint(n * mean).astype(np.int64) - reach, 0, np.maximum(most - size + 1, 0))
    along = start[:, None] + np.arange(size)
    reached = np.cumsum(np.take_along_axis(chances, along % size, axis=1), axis=1)
    upto = np.rint(reached / reached[:, -1:] * levels).astype(np.int64)
    often = np.diff(upto, axis=1, prepend=0)
    return np.repeat(along.ravel(), often.ravel()).reshape(len(n), levels).astype(np.float64)
