"""The values that flow through attribcheck, its errors, and text made safe to show."""
