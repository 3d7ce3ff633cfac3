using System.Globalization;
using System.Text;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>What a path starts from.</summary>
internal enum PathRoot
{
    /// <summary><c>$</c>: the data of the state.</summary>
    Data,

    /// <summary><c>$$</c>: the context object.</summary>
    Context,

    /// <summary><c>$name</c>: a variable.</summary>
    Variable,
}

/// <summary>
/// A path in Step Functions' dialect, which is Jayway's: a definite path gives one value and fails when it is missing; an indefinite one
/// (wildcard, slice, union, filter, recursion) gives an array, possibly empty.
/// </summary>
internal sealed class AslPath
{
    internal AslPath(string text, PathRoot root, string variable, PathSegment[] segments)
    {
        Text = text;
        Root = root;
        Variable = variable;
        Segments = segments;
        IsDefinite = segments.All(s => s.IsDefinite);
    }

    public string Text { get; }

    public PathRoot Root { get; }

    /// <summary>The variable's name; empty for other roots.</summary>
    public string Variable { get; }

    public PathSegment[] Segments { get; }

    public bool IsDefinite { get; }

    /// <summary>Names and indexes alone, as ResultPath and the like must be.</summary>
    public bool IsReference => Root == PathRoot.Data && Segments.All(s => s is NameSegment { Names.Length: 1 } or IndexSegment { Indexes: [>= 0] });

    /// <summary>Nothing with more items fits into what a state may hand on.</summary>
    private const int MaxFound = 131_072;

    /// <summary>The value, or false when a definite path leads nowhere.</summary>
    /// <exception cref="StateFailure">States.DataLimitExceeded: it leads to more values than fit anywhere.</exception>
    public bool TryEvaluate(Json root, PathFilterScope scope, out Json value)
    {
        if (IsDefinite)
        {
            value = root;
            foreach (var segment in Segments)
            {
                if (segment.One(value) is not { } next)
                    return false;
                value = next;
            }

            return true;
        }

        List<Json> found = [root];
        foreach (var segment in Segments)
        {
            var next = new List<Json>();
            foreach (var item in found)
            {
                segment.All(item, scope, next);
                if (next.Count > MaxFound)
                    throw new StateFailure(StatesError.DataLimitExceeded, $"The path '{Text}' leads to too many values.");
            }

            found = next;
        }

        value = new JsonArr([.. found]);
        return true;
    }

    /// <summary>Whether the path ends at an index behind the last item of an array.</summary>
    public bool EndsPastArray(Json root)
    {
        var value = root;
        for (var i = 0; i < Segments.Length - 1; i++)
        {
            if (Segments[i].One(value) is not { } next)
                return false;
            value = next;
        }

        return Segments is [.., IndexSegment] && value is JsonArr;
    }

    /// <summary>Jayway's words for a path that led nowhere: the first property that is missing, or the whole path when it is the last one.</summary>
    public string WhyMissing(Json root)
    {
        var text = new StringBuilder(Root == PathRoot.Context ? "$" : "$");
        var value = root;
        for (var i = 0; i < Segments.Length; i++)
        {
            text.Append(Segments[i].Normal);
            if (value is not null && Segments[i].One(value) is { } next)
                value = next;
            else if (i < Segments.Length - 1)
                return $"Missing property in path {text}";
        }

        return $"No results for path: {text}";
    }

    /// <summary>The data with the value set at this reference path, making objects on the way.</summary>
    /// <exception cref="StateFailure">A part of the path is something that has no members.</exception>
    public Json Set(Json data, Json value) => Set(data, value, 0);

    private Json Set(Json data, Json value, int at)
    {
        if (at == Segments.Length)
            return value;
        switch (Segments[at])
        {
            case NameSegment name when data is JsonObj obj:
                return obj.With(name.Names[0], Set(obj.Get(name.Names[0]) ?? Json.Empty, value, at + 1));
            case IndexSegment index when data is JsonArr array && index.Indexes[0] < array.Items.Length:
                var items = (Json[])array.Items.Clone();
                items[index.Indexes[0]] = Set(items[index.Indexes[0]], value, at + 1);
                return new JsonArr(items);
            default:
                throw new StateFailure(
                    StatesError.ResultPathMatchFailure,
                    string.Create(CultureInfo.InvariantCulture, $"Unable to apply step \"{Segments[at].Step}\" to input {data.Text}"));
        }
    }
}
