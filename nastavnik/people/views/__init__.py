"""Pages about people, by idea; each module has its addresses in a module of the same name under urls."""
