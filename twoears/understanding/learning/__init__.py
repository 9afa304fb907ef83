"""A learner that is taught from few or many labelled texts, and abstains where it cannot tell."""
