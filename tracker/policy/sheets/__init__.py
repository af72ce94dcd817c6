"""Reading task sheets: from a grid of cells to items, by rules that know no file format."""
