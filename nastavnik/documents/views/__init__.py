"""Pages of documents: papers, sheets to print, the catalogue of acts."""
