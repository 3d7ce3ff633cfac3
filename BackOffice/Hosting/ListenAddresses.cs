using Microsoft.AspNetCore.HostFiltering;

namespace BackOffice.Hosting;

/// <summary>Where the server listens: the command line's word, else the configuration's, else loopback; and always the command line's socket.</summary>
internal static class ListenAddresses
{
    public static IReadOnlyList<string> Of(ServerSettings settings, IConfiguration configuration)
    {
        if (settings.SocketOnly)
            return [ServerAddresses.Default];
        if (settings.Urls is null && Endpoints(configuration) is { Count: > 0 } endpoints)
            return endpoints;
        var urls = settings.Urls ?? configuration["urls"] ?? ServerAddresses.Default;
        var addresses = urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var wrong = addresses.Where(address => !IsAddress(address)).ToList();
        if (addresses.Length == 0 || wrong.Count > 0)
        {
            throw new StartRefusedException(ExitCodes.BadConfiguration, "BackOffice does not start: it has no address to listen on.",
                [.. wrong.DefaultIfEmpty("").Select(address => $"urls: '{address}' is not an address like {ServerAddresses.Default}.")]);
        }

        return addresses;
    }

    /// <summary>Kestrel's own endpoints (certificates need them) win over <c>urls</c>, so the socket joins whichever is in force.</summary>
    public static void Bind(WebApplicationBuilder builder, IReadOnlyList<string> addresses, CommandLineSocket socket, bool socketOnly)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        // The command line's name for the server must pass whatever AllowedHosts says.
        builder.Services.PostConfigure<HostFilteringOptions>(options =>
        {
            if (!options.AllowedHosts.Contains("*"))
                options.AllowedHosts = [.. options.AllowedHosts, CommandLineSocket.HostName];
        });
        if (!socketOnly && Endpoints(builder.Configuration).Count > 0 && addresses.SequenceEqual(Endpoints(builder.Configuration)))
        {
            if (socket.Address is { } address)
                builder.Configuration["Kestrel:Endpoints:CommandLine:Url"] = address;
            return;
        }

        IEnumerable<string> all = socketOnly ? [] : addresses;
        if (socket.Address is { } path)
            all = all.Append(path);
        builder.WebHost.UseUrls(string.Join(';', all));
    }

    private static List<string> Endpoints(IConfiguration configuration) =>
        [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()];

    private static bool IsAddress(string address)
    {
        try
        {
            var binding = Microsoft.AspNetCore.Http.BindingAddress.Parse(address);
            return binding.Scheme is "http" or "https" && (binding.IsUnixPipe || binding.Host.Length > 0);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
