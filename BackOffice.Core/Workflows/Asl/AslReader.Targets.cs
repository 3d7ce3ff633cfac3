namespace BackOffice.Core.Workflows.Asl;

/// <summary>Where states lead to.</summary>
internal sealed partial class AslReader
{
    /// <summary>Every target exists, something ends the flow, and every state is reached: the last is not asked when nothing ends.</summary>
    private void Targets(JsonObj states, string startAt, string path)
    {
        if (states.Get(startAt) is null)
            Missing(startAt, $"{path}/StartAt");
        foreach (var member in states.Members)
        {
            if (member.Value is not JsonObj state)
                continue;
            foreach (var (target, at) in TargetsOf(state, $"{path}/States/{member.Key}"))
            {
                if (states.Get(target) is null)
                    Missing(target, at);
            }
        }

        if (!Array.Exists(states.Members, m => m.Value is JsonObj state && Ends(state)))
        {
            Add(Diagnostic.NoEnd, "Workflow has no terminal state", path.Length == 0 ? null : path, DiagnosticSeverity.Error);
            return;
        }

        var reached = new HashSet<string>(StringComparer.Ordinal) { startAt };
        var open = new Queue<string>([startAt]);
        while (open.TryDequeue(out var name))
        {
            if (states.Get(name) is not JsonObj state)
                continue;
            foreach (var (target, _) in TargetsOf(state, string.Empty))
            {
                if (reached.Add(target))
                    open.Enqueue(target);
            }
        }

        foreach (var member in states.Members)
        {
            if (!reached.Contains(member.Key))
                Add(Diagnostic.Target, $"State \"{member.Key}\" is not reachable.", $"{path}/States/{member.Key}", DiagnosticSeverity.Error);
        }
    }

    /// <summary>AWS says Next for every field that names a target.</summary>
    private void Missing(string target, string path) =>
        Add(Diagnostic.Target, $"Missing 'Next' target: {target}", path, DiagnosticSeverity.Error);

    private static bool Ends(JsonObj state) =>
        state.Get("End") is JsonBool { Value: true } || state.Get("Type") is JsonStr { Value: "Succeed" or "Fail" };

    private static IEnumerable<(string Target, string Path)> TargetsOf(JsonObj state, string path)
    {
        foreach (var field in (string[])["Next", "Default"])
        {
            if (state.Get(field) is JsonStr next)
                yield return (next.Value, $"{path}/{field}");
        }

        foreach (var field in (string[])["Choices", "Catch"])
        {
            if (state.Get(field) is not JsonArr list)
                continue;
            for (var i = 0; i < list.Items.Length; i++)
            {
                if (list.Items[i] is JsonObj item && item.Get("Next") is JsonStr next)
                    yield return (next.Value, $"{path}/{field}[{i}]/Next");
            }
        }
    }
}
