using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text.Encodings.Web;
using BackOffice.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting.SignIn;

/// <summary>
/// Whoever reaches the server's Unix socket owns the data folder (the socket is 0600 in a folder of the same owner), so the kernel has
/// authenticated them already. No header has a say in it.
/// </summary>
internal sealed class CommandLineAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "command-line";

    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>Operations' permissions, and those of the verbs that the command line has beside them.</summary>
    public static readonly ImmutableHashSet<Permission> Permissions =
        RolePermissions.Of(Role.Operations).Union([Permission.RolloutSet, Permission.AuditVerify]);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Features.Get<IConnectionSocketFeature>()?.Socket is not { AddressFamily: AddressFamily.Unix } socket)
            return Task.FromResult(AuthenticateResult.NoResult());
        var identity = new ClaimsIdentity([new Claim(SessionClaims.Subject, UserOf(socket))], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    /// <summary>The peer's name where it is the server's own user or root; else its number.</summary>
    private static string UserOf(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return Environment.UserName;
        Span<byte> credentials = stackalloc byte[12];
        if (socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) < 12)
            return Environment.UserName;
        var peer = BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]);
        if (peer == 0)
            return "root";
        return peer == OwnUserId() ? Environment.UserName : "uid-" + peer.ToString(CultureInfo.InvariantCulture);
    }

    private static uint? OwnUserId()
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith("Uid:", StringComparison.Ordinal));
        return line?.Split('\t') is [_, _, var effective, ..] ? uint.Parse(effective, CultureInfo.InvariantCulture) : null;
    }
}
