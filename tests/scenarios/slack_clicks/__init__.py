"""Buttons, modals, commands, shortcuts and tabs: the press in, what the person sees out."""
