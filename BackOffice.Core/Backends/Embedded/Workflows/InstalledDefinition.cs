using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Definitions;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>A revision, read once for all its executions.</summary>
internal sealed record InstalledDefinition(DefinitionRevision Revision, AslDefinition Asl)
{
    /// <summary>The definition, or what is wrong with it.</summary>
    public static (AslDefinition? Asl, IReadOnlyList<Diagnostic> Problems) Read(string asl) =>
        AslReader.Read(ShippedDefinitions.FillIn(asl, ContextObject.ActivityArn));
}

/// <summary>An execution in memory; for the writer's thread alone.</summary>
internal sealed class OpenExecution(long id, InstalledDefinition definition, ExecutionSnapshot snapshot)
{
    public long Id { get; } = id;

    public InstalledDefinition Definition { get; } = definition;

    public ExecutionSnapshot Snapshot { get; set; } = snapshot;

    /// <summary>The moment for which the alarm is set, so that a later one need not set it again.</summary>
    public DateTimeOffset? AlarmAt { get; set; }

    /// <summary>Its place in the order of use.</summary>
    public LinkedListNode<OpenExecution>? Place { get; set; }
}
