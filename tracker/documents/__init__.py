"""Bytes to plain rows and back: xlsx, xls, csv, docx. Knows no database."""
