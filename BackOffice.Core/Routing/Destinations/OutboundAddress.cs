using System.Net;
using System.Net.Sockets;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>Which addresses a destination may have: https to listed hosts, and of those only what resolves to public addresses.</summary>
internal static class OutboundAddress
{
    /// <summary>Blocks that are not the public internet (IANA special-purpose registries), and those that lead to another address.</summary>
    private static readonly IPNetwork[] s_special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>Null when the address may be called, else what is wrong with it, to be put after its name.</summary>
    public static string? Check(string? url, RoutingOptions options)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return "must be a whole address: https://example.zendesk.com.";
        var loopback = options.AllowLoopback && uri.IsLoopback;
        if (uri.Scheme != Uri.UriSchemeHttps && !(loopback && uri.Scheme == Uri.UriSchemeHttp))
            return "must begin with https.";
        if (uri.UserInfo.Length > 0)
            return "must not hold a user or a secret.";
        if (uri.Fragment.Length > 0)
            return "must not have a fragment.";
        return loopback || options.AllowedHosts.Contains(uri.IdnHost, StringComparer.OrdinalIgnoreCase) ? null : $"is at {uri.IdnHost}, which is not among Routing:AllowedHosts.";
    }

    /// <summary>True for an address of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            return false;
        return !s_special.Any(block => block.BaseAddress.AddressFamily == address.AddressFamily && block.Contains(address));
    }
}
