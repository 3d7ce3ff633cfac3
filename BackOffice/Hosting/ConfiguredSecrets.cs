using BackOffice.Core.Routing.Destinations;

namespace BackOffice.Hosting;

/// <summary>Secrets by the name of their setting: files, environment variables and the command line, as configuration reads them.</summary>
internal sealed class ConfiguredSecrets(IConfiguration configuration) : ISecrets
{
    public string? Find(string name) => name.Length > 0 && configuration[name] is { Length: > 0 } secret ? secret : null;
}
