using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace BackOffice.Hosting;

/// <summary>The addresses that the server is told to listen on, and, once it runs, those it has.</summary>
public sealed class ServerAddresses(IReadOnlyList<string> configured, IServer? server = null)
{
    public const string Default = "http://localhost:5080";

    /// <summary>Addresses for people and clients: the command line's socket is not among them.</summary>
    public IReadOnlyList<string> Configured { get; } = configured;

    /// <summary>True when nobody but this machine can reach the server; an address that cannot be read counts as reachable.</summary>
    public bool IsLoopbackOnly => Configured.All(IsLoopback);

    /// <summary>True when every address is plain HTTP on loopback: then, and only then, cookies go without Secure.</summary>
    public bool IsLoopbackHttpOnly => Configured.All(address => IsLoopback(address) && address.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    /// <summary>The first real address, with the port the system gave: known only once the server has started.</summary>
    public Uri Origin
    {
        get
        {
            var bound = server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(address => !IsSocket(address));
            return new Uri((bound ?? Configured[0]).TrimEnd('/') + "/");
        }
    }

    public static bool IsSocket(string address) => address.Contains("://unix:", StringComparison.OrdinalIgnoreCase);

    /// <summary>By the words alone: a host name is never resolved, because what it resolves to may change.</summary>
    public static bool IsLoopback(string address)
    {
        BindingAddress binding;
        try
        {
            binding = BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return false;
        }

        return !binding.IsUnixPipe
            && (binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(binding.Host, out var ip) && IPAddress.IsLoopback(ip)));
    }
}
