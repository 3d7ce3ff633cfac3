using System.Text;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>The table of <see cref="SandboxInputs"/> as Markdown, one table an operation: what <c>docs/sandbox.md</c> holds between its marks.</summary>
public static class SandboxTable
{
    public const string Begin = "<!-- table: begin -->";
    public const string End = "<!-- table: end -->";

    public static string Markdown()
    {
        var text = new StringBuilder();
        foreach (var operation in SandboxInputs.All.GroupBy(input => (input.Gateway, input.Operation)))
        {
            text.Append("### ").Append(operation.Key.Gateway).Append(": ").Append(operation.Key.Operation).Append("\n\n");
            text.Append("| input | what happens | what settles it |\n|---|---|---|\n");
            foreach (var input in operation)
            {
                text.Append("| `").Append(input.Text).Append("` | ").Append(input.Effect);
                if (input.Fault is { Kind: SandboxFaultKind.Refused or SandboxFaultKind.NotExecuted, Code: { } code })
                    text.Append(" (`").Append(code).Append("`)");
                text.Append(" | ").Append(input.Settles).Append(" |\n");
            }
            text.Append('\n');
        }
        return text.ToString();
    }
}
