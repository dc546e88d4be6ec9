"""An audit's report: as data, and from the same data as a web page, a PDF and a Word document."""
