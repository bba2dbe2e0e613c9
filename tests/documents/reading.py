"""What a .docx says, as one text."""

from nastavnik.documents.drawing.readback import blocks


def said(data: bytes) -> str:
    return (
        " ".join(str(block) for block in blocks(data))
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\\xa0", " ")
    )
