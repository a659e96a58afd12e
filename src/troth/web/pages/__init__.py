"""What every visitor sees: the policy, the choice about trackers, and the frame around every page."""
