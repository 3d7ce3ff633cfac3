using System.Collections.Immutable;
using BackOffice.Core.Access;

namespace BackOffice.Core.Common;

/// <summary>Who does something: a person, a program that calls the API, the command line, or the system itself.</summary>
/// <param name="Id">Issuer and subject, <c>iss|sub</c>; <c>client:</c>, <c>cli:</c> or <c>system:</c> and a name. Never an e-mail.</param>
/// <param name="Name">For people.</param>
/// <param name="Kind">What kind of actor it is.</param>
/// <param name="Permissions">What it may do, decided where it signed in; a command checks it again.</param>
public sealed record Actor(string Id, string Name, ActorKind Kind, ImmutableHashSet<Permission> Permissions)
{
    /// <summary>What a person is here, for what is meant for a role; empty for everybody else. It permits nothing: <see cref="Permissions"/> do.</summary>
    public ImmutableHashSet<Role> Roles { get; init; } = [];

    /// <summary>A part of the program acting by itself: dispatcher, projector, reconciler. It passes no permission check of a command.</summary>
    public static Actor System(string part) => new("system:" + part, part, ActorKind.System, []);

    /// <summary>When the identity provider last saw the person prove who they are; null where it does not say, and for everybody who is no person.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>Null when the actor has the permission, else the error that names it and who has it.</summary>
    public Forbidden? Lacks(Permission permission) =>
        Permissions.Contains(permission) ? null : RolePermissions.Refusal(permission);
}

public enum ActorKind
{
    Person,
    Client,
    CommandLine,
    System,
}
