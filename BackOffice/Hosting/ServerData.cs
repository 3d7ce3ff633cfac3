namespace BackOffice.Hosting;

/// <summary>Where this process's data is, for people.</summary>
/// <param name="Path">Absolute.</param>
public sealed record ServerData(string Path);
