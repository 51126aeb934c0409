"""A file of any kind and encoding → raw text.

`list_sources` finds the documents of a file, folder, archive or table; `read_text` reads one. Whatever cannot be
read is named with what is wrong and what to do about it; nothing is passed over in silence.

`raw_text` is the whole document in order, as a plain converter gives it: byte-order mark excluded, line breaks
untranslated. What the markup of a page says of body and furniture is a vote beside it, never a deletion.
"""

from analysis.reading.formats import RawText, read_text
from analysis.reading.sources import Source, list_sources
from analysis.reading.walking import Problem

__all__ = ["Problem", "RawText", "Source", "list_sources", "read_text"]
