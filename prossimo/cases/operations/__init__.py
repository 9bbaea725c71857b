"""The writes of a case: every change of state passes through here and leaves a step."""
