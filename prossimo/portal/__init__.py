"""What somebody without an account sees: booking, arriving, answering a referral by link."""
