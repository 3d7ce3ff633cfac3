using BackOffice.Core.Access;

namespace BackOffice.TrialSignIn;

/// <summary>Somebody to sign in as. The people are invented.</summary>
/// <param name="Id">The subject of the tokens.</param>
/// <param name="Name">Shown in the console and the audit log.</param>
/// <param name="Role">What the persona's one group is mapped to.</param>
/// <param name="Work">What this person does here, in a sentence.</param>
internal sealed record Persona(string Id, string Name, Role Role, string Work)
{
    public static readonly IReadOnlyList<Persona> All =
    [
        new("ama-kestrel", "Ama Kestrel", Role.SupportAgent, "Looks up a customer's order, explains it and writes notes."),
        new("tomas-linnet", "Tomas Linnet", Role.SupportLead, "Decides held orders and retries; reads the audit log."),
        new("ines-marlow", "Ines Marlow", Role.Operations, "Retries what failed, settles what is unknown, watches the queues."),
        new("noor-abelard", "Noor Abelard", Role.ProductManager, "Dials the share of orders that are processed instantly."),
        new("viktor-saltmarsh", "Viktor Saltmarsh", Role.Administrator, "Reads and verifies the audit log, maps groups to roles."),
    ];

    /// <summary>The group as the provider names it; see <see cref="TrialSetup"/> for the mapping.</summary>
    public string Group => "trial-" + Id;
}
