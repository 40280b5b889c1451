"""Staff: users and their roles, sign-in, badges, and the trail of what they did."""
