namespace BackOffice.Hosting;

/// <summary>What the command line says about a start; everything else is configuration.</summary>
public sealed record ServerSettings
{
    /// <summary>Addresses separated by semicolons; null for the configuration's, or the default.</summary>
    public string? Urls { get; init; }

    /// <summary>The data folder, absolute or relative to the working directory.</summary>
    public string Data { get; init; } = "data";

    /// <summary>Settings that win over files and environment.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>();

    /// <summary>Null for the process's environment.</summary>
    public string? Environment { get; init; }

    /// <summary>Only the command line's socket, for a verb that found no running server.</summary>
    public bool SocketOnly { get; init; }

    /// <summary>False for a verb that must not move orders while it runs.</summary>
    public bool RunPipeline { get; init; } = true;
}
