"""Charts that answer a click, one module a shape: result frames in, Vega-Lite by way of altair out.

They measure nothing and draw the same frames as :mod:`analysis.plots`, for the notebook and the offline page. Every
mark carries `mark`, the number of the row of the table it stands for, so that it can open the sentences behind it.
"""

from analysis.charts.course import chart_course
from analysis.charts.dots import chart_keyness, chart_positions, chart_rates
from analysis.charts.ladder import chart_ladder
from analysis.charts.matrix import MOST_WITH_WORDS, chart_matrix, chart_similarity
from analysis.charts.shares import chart_composition, chart_shares, chart_strength, chart_vocabulary
from analysis.charts.style import FEW

__all__ = [
    "FEW",
    "MOST_WITH_WORDS",
    "chart_composition",
    "chart_course",
    "chart_keyness",
    "chart_ladder",
    "chart_matrix",
    "chart_positions",
    "chart_rates",
    "chart_shares",
    "chart_similarity",
    "chart_strength",
    "chart_vocabulary",
]
