"""From the banks to pairs that a council can defend: runs, proposals, approval."""
