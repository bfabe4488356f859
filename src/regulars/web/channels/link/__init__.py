"""The public page of a study, behind a link or a QR code. No session, no cookie, no script."""
