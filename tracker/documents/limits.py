"""How much of a stranger's file we are willing to read."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

# The largest real task workbooks are under 1 MB; 20 MB leaves room for pasted pictures.
FILE_BYTES = 20 * MEGABYTE
# A workbook has a part per sheet, drawing and comment; a Word file also one per picture.
WORKBOOK_ENTRIES = 200
WORD_ENTRIES = 2_000
# An archive's list of entries is read whole before we can count them; 2,000 honest entries need a quarter of this.
DIRECTORY_BYTES = MEGABYTE
# Counted while inflating, because a header may say anything.
UNPACKED_BYTES = 100 * MEGABYTE
# Small, very repetitive sheets are honest (a bare ratio rule refuses them), so the ratio only counts for big ones.
RATIO = 100
RATIO_FREE_BYTES = 10 * MEGABYTE
# Deeper than any office program nests its XML.
XML_DEPTH = 256

# A city's yearly list is a few hundred rows; the importer sets its own, smaller limit and words it.
ROWS = 20_000
ROWS_COUNTED = 100_000
COLUMNS = 200
# No spreadsheet has more rows, blank ones included.
ROWS_OF_A_SPREADSHEET = 1_048_576
# 10,000 rows of 60 columns; together with TEXT this is what 200 MB of memory can hold.
CELLS = 600_000
# One shared string may stand in a million cells, so text is counted where it stands, not where it is stored.
TEXT = 20_000_000
SHARED_STRINGS = 600_000
MERGES = 50_000
# Rows and cells that are parsed at all (numbered blank ones are not): beyond this the parsing itself takes too long.
ELEMENTS = 1_000_000
# Word writes a dozen tags for each cell: 10,000 rows of six columns stay below this.
WORD_ELEMENTS = 1_000_000

# A stray character far from the table (XFD1048576) must not stretch the table to a million rows.
# Cells beyond COLUMNS, or below a gap of this many blank rows, are strays when there are only a few of them.
GAP_ROWS = 2_000
STRAYS = 100

# Title paragraphs above a Word table: more, or longer ones, are running text and not a title.
TITLE_PARAGRAPHS = 5
TITLE_LENGTH = 100
