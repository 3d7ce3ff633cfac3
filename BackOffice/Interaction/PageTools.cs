namespace BackOffice.Interaction;

/// <summary>What every live page needs of its circuit.</summary>
public sealed record PageTools(Ticker Ticker, ViewerZone Zone, Browser Browser, Shortcuts Shortcuts, ViewerPresence Presence, TimeProvider Clock);
