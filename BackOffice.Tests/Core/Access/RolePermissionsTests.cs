using System.Text;
using BackOffice.Core.Access;
using Xunit.Abstractions;

namespace BackOffice.Tests.Core.Access;

public sealed class RolePermissionsTests(ITestOutputHelper output)
{
    [Fact]
    public void Matrix_IsAsAgreed()
    {
        var matrix = new StringBuilder();
        foreach (var permission in Enum.GetValues<Permission>())
        {
            var line = $"{RolePermissions.NameOf(permission),-18} {string.Concat(Enum.GetValues<Role>().Select(role => RolePermissions.Of(role).Contains(permission) ? 'x' : '.'))}";
            matrix.Append(line).Append('\n');
        }

        output.WriteLine(matrix.ToString());
        Assert.Equal(
            """
            orders:read        xxxxx
            orders:write       ..x..
            orders:import      ..x..
            orders:retry       .xx..
            effects:settle     ..x..
            holds:decide       .xx..
            refunds:request    xx...
            refunds:approve    .xx..
            notes:write        xxx..
            views:share        .xx.x
            customers:reveal   xxx..
            customers:export   .xx..
            vouchers:resend    xxx..
            vouchers:manage    .xx..
            vouchers:reveal    .xx..
            vouchers:view      .....
            vouchers:redeem    .....
            executions:read    xxxxx
            rollout:read       xxxxx
            rollout:set        ...xx
            audit:read         .xxxx
            audit:verify       ....x
            money:read         .xx.x
            money:verify       ..x.x
            queues:read        ..x.x
            queues:redrive     ..x..
            queues:discard     ..x..
            batches:run        ..x..
            rules:read         xxxxx
            rules:write        ..x.x
            rules:approve      ..x.x
            rules:replay       ..x..
            system:read        ..x.x
            system:repair      ..x.x
            system:backup      ..x..
            samples:run        xxxxx

            """.ReplaceLineEndings("\n"),
            matrix.ToString());
    }

    [Fact]
    public void Refusal_NamesThePermissionAndWhoHasIt() =>
        Assert.Equal("This needs rollout:set. Product manager, Administrator have it.", RolePermissions.Refusal(Permission.RolloutSet).Message);

    [Fact]
    public void Scope_OfEveryPermission_GrantsItAndNothingElse()
    {
        foreach (var permission in Enum.GetValues<Permission>())
            Assert.Equal(permission, RolePermissions.FromScope(RolePermissions.NameOf(permission)));
        Assert.Null(RolePermissions.FromScope("orders:everything"));
    }
}
