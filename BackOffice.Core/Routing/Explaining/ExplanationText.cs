using System.Text;

namespace BackOffice.Core.Routing.Explaining;

/// <summary>An explanation as lines for a terminal.</summary>
internal static class ExplanationText
{
    public static string Write(PatternExplanation explanation)
    {
        var text = new StringBuilder();
        text.Append(explanation.Matched ? "The event matches." : "The event does not match.").Append('\n');
        foreach (var part in explanation.Root.Parts)
            Write(text, part, depth: 1);
        if (explanation.Note is { } note)
            text.Append("note: ").Append(note).Append('\n');
        return text.ToString();
    }

    private static void Write(StringBuilder text, ExplainedPart part, int depth)
    {
        text.Append(' ', depth * 2).Append(Word(part.Outcome)).Append("  ");
        switch (part.Kind)
        {
            case PartKind.Field:
                text.Append(part.Path).Append(' ').Append(part.Expected);
                if (part.Actual is not null)
                    text.Append(": ").Append(part.Place == part.Path ? "it is " : part.Place + " is ").Append(part.Actual);
                else if (part.Outcome is PartOutcome.Matched)
                    text.Append(": the event does not have it");
                break;
            case PartKind.All:
                text.Append("all of");
                break;
            case PartKind.Any:
                text.Append("one of");
                break;
        }

        text.Append('\n');
        if (part.NearMiss is { } miss)
            text.Append(' ', (depth * 2) + 9).Append(miss).Append('\n');
        foreach (var inner in part.Parts)
            Write(text, inner, depth + 1);
    }

    // One width, so that the parts stand beneath one another.
    private static string Word(PartOutcome outcome) => outcome switch
    {
        PartOutcome.Matched => "matched",
        PartOutcome.Failed => "failed ",
        PartOutcome.Absent => "absent ",
    };
}
