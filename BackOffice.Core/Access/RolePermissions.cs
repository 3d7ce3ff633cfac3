using System.Collections.Frozen;
using System.Collections.Immutable;
using BackOffice.Core.Common;

namespace BackOffice.Core.Access;

/// <summary>The one map from roles to permissions. A test prints it as a matrix.</summary>
public static class RolePermissions
{
    private static readonly ImmutableHashSet<Permission> s_support =
    [
        Permission.OrdersRead, Permission.NotesWrite, Permission.ExecutionsRead, Permission.RolloutRead, Permission.CustomersReveal, Permission.VouchersResend,
        Permission.SamplesRun, Permission.RulesRead,
    ];

    private static readonly FrozenDictionary<Role, ImmutableHashSet<Permission>> s_map = new Dictionary<Role, ImmutableHashSet<Permission>>
    {
        [Role.SupportAgent] = s_support.Add(Permission.RefundsRequest),
        [Role.SupportLead] = s_support.Union(
        [
            Permission.RefundsRequest, Permission.RefundsApprove, Permission.HoldsDecide, Permission.OrdersRetry, Permission.ViewsShare, Permission.CustomersExport,
            Permission.AuditRead, Permission.MoneyRead, Permission.VouchersManage, Permission.VouchersReveal,
        ]),
        [Role.Operations] = s_support.Union(
        [
            Permission.OrdersRetry, Permission.OrdersUnwind, Permission.EffectsSettle, Permission.RefundsApprove, Permission.HoldsDecide, Permission.OrdersImport, Permission.OrdersWrite,
            Permission.ViewsShare, Permission.CustomersExport, Permission.VouchersManage, Permission.VouchersReveal,
            Permission.QueuesRead, Permission.QueuesRedrive, Permission.QueuesDiscard, Permission.BatchesRun, Permission.AuditRead, Permission.MoneyRead, Permission.MoneyVerify, Permission.SystemRead,
            Permission.SystemRepair, Permission.SystemBackup, Permission.RulesWrite, Permission.RulesApprove, Permission.RulesReplay,
        ]),
        [Role.ProductManager] =
            [Permission.OrdersRead, Permission.ExecutionsRead, Permission.RolloutRead, Permission.RolloutSet, Permission.AuditRead, Permission.SamplesRun, Permission.RulesRead],
        [Role.Administrator] =
        [
            Permission.OrdersRead, Permission.ExecutionsRead, Permission.RolloutRead, Permission.RolloutSet, Permission.AuditRead,
            Permission.AuditVerify, Permission.MoneyRead, Permission.MoneyVerify, Permission.ViewsShare, Permission.QueuesRead, Permission.SystemRead, Permission.SystemRepair,
            Permission.SamplesRun, Permission.RulesRead, Permission.RulesWrite, Permission.RulesApprove,
        ],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Permission, string> s_names = Enum.GetValues<Permission>().ToFrozenDictionary(p => p, Spell);

    private static readonly FrozenDictionary<string, Permission> s_byName =
        s_names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static ImmutableHashSet<Permission> Of(Role role) => s_map[role];

    public static ImmutableHashSet<Permission> Of(IEnumerable<Role> roles) => [.. roles.SelectMany(Of)];

    public static IEnumerable<Role> RolesWith(Permission permission) => s_map.Where(pair => pair.Value.Contains(permission)).Select(pair => pair.Key).Order();

    /// <summary>The permission's written name, which is also the API scope that grants it: <c>orders:retry</c>.</summary>
    public static string NameOf(Permission permission) => s_names[permission];

    /// <summary>The permission a scope grants, or null for a scope that grants none.</summary>
    public static Permission? FromScope(string scope) => s_byName.TryGetValue(scope, out var permission) ? permission : null;

    /// <summary>What a person without the permission is told: its name and the roles that have it.</summary>
    public static Forbidden Refusal(Permission permission)
    {
        var (name, roles) = (NameOf(permission), RolesWith(permission).ToList());
        return new Forbidden(name, roles.Count switch
        {
            0 => (Sentence)$"This needs {name}. Nobody has it.",
            1 => (Sentence)$"This needs {name}. {WordOf(roles[0])} has it.",
            _ => (Sentence)$"This needs {name}. {Sentence.List([.. roles.Select(WordOf)])} have it.",
        });
    }

    /// <summary>In English.</summary>
    public static string DisplayName(Role role) => WordOf(role);

    /// <summary>The role, as a person reads it.</summary>
    public static Sentence WordOf(Role role) => role switch
    {
        Role.SupportAgent => "Support agent",
        Role.SupportLead => "Support lead",
        Role.Operations => "Operations",
        Role.ProductManager => "Product manager",
        Role.Administrator => "Administrator",
    };

    private static string Spell(Permission permission)
    {
        var name = permission.ToString();
        var verb = name.LastIndexOfAny([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]);
        return $"{char.ToLowerInvariant(name[0])}{name[1..verb]}:{char.ToLowerInvariant(name[verb])}{name[(verb + 1)..]}";
    }
}
