using BackOffice.Core.Access;
using Microsoft.AspNetCore.Authorization;

namespace BackOffice.Hosting.SignIn;

/// <summary>The page or endpoint needs this permission. Policies are named as <see cref="RolePermissions.NameOf"/> spells it: <c>orders:read</c>.</summary>
public sealed class PermissionRequirement(Permission permission) : AuthorizationHandler<PermissionRequirement>, IAuthorizationRequirement
{
    public Permission Permission { get; } = permission;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (Actors.From(context.User).Permissions.Contains(requirement.Permission))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
