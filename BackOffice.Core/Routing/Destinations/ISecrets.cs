namespace BackOffice.Core.Routing.Destinations;

/// <summary>Secrets by the name of the setting or environment variable that holds them. They are read when they are used, and kept nowhere.</summary>
public interface ISecrets
{
    /// <summary>Null when there is none.</summary>
    string? Find(string name);
}
