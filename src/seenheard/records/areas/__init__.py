"""The record sets of the contract, one module per area: declarations only."""
