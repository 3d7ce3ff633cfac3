using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using BackOffice.Core.Access;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting.SignIn;

/// <summary>Maps the provider's groups to roles. Deny by default: an unknown group gives nothing.</summary>
public sealed class GroupRoles
{
    private readonly FrozenDictionary<string, ImmutableArray<Role>> _roles;

    public GroupRoles(IOptions<SignInOptions> options)
    {
        _roles = options.Value.Groups.ToFrozenDictionary(
            pair => pair.Key, pair => Parse(pair.Value), StringComparer.Ordinal);
        Version = VersionOf(options.Value.Groups);
    }

    /// <summary>Changes when the mapping changes: a session that was made under another mapping ends and is made anew.</summary>
    public string Version { get; }

    public ImmutableHashSet<Role> Of(IEnumerable<string> groups) =>
        [.. groups.SelectMany(group => _roles.TryGetValue(group, out var roles) ? roles : [])];

    internal static IEnumerable<string> Split(string roles) =>
        roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A role by its exact name; numbers, which the enum's own parser takes, are refused.</summary>
    internal static bool TryParse(string text, out Role role) =>
        Enum.TryParse(text, ignoreCase: false, out role) && Enum.GetName(role) == text;

    private static ImmutableArray<Role> Parse(string roles) =>
        [.. Split(roles).Where(text => TryParse(text, out _)).Select(Enum.Parse<Role>)];

    private static string VersionOf(Dictionary<string, string> groups)
    {
        var text = string.Join('\n', groups.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={string.Join(',', Split(pair.Value))}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
