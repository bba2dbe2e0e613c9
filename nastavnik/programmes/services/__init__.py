"""What can be done to a programme: started, written by both, agreed, approved, corrected, carried out, finished."""
