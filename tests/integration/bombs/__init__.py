"""Files made to harm whoever reads them; each is made when a test needs it, none is kept."""
