"""Measures: frames in, a result frame out. No figure is drawn and no file is touched here.

Each `measure_<topic>` takes the dictionary of frames and says in its docstring what a row of its result is. The
columns of all results are described in :mod:`analysis.measures.results`.
"""
