using System.Globalization;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>What a filter may look at beside the item: the data the path started from.</summary>
internal readonly record struct PathFilterScope(Json Data);

/// <summary>One step of a path.</summary>
internal abstract class PathSegment
{
    public abstract bool IsDefinite { get; }

    /// <summary>As Jayway prints it: <c>['name']</c>.</summary>
    public abstract string Normal { get; }

    /// <summary>As ASL's messages print it: <c>name</c>.</summary>
    public virtual string Step => Normal.Trim('[', ']', '\'');

    /// <summary>The one value of a definite step, or null.</summary>
    public virtual Json? One(Json value) => null;

    public abstract void All(Json value, PathFilterScope scope, List<Json> into);
}

internal sealed class NameSegment(string[] names) : PathSegment
{
    public string[] Names { get; } = names;

    public override bool IsDefinite => Names.Length == 1;

    public override string Normal => "[" + string.Join(',', Names.Select(n => $"'{n}'")) + "]";

    public override Json? One(Json value) => value is JsonObj obj && obj.TryGet(Names[0], out var found) ? found : null;

    public override void All(Json value, PathFilterScope scope, List<Json> into)
    {
        if (value is not JsonObj obj)
            return;
        foreach (var name in Names)
        {
            if (obj.TryGet(name, out var found))
                into.Add(found);
        }
    }
}

internal sealed class IndexSegment(int[] indexes) : PathSegment
{
    public int[] Indexes { get; } = indexes;

    public override bool IsDefinite => Indexes.Length == 1;

    public override string Normal => "[" + string.Join(',', Indexes.Select(i => i.ToString(CultureInfo.InvariantCulture))) + "]";

    public override Json? One(Json value) => value is JsonArr array ? At(array, Indexes[0]) : null;

    public override void All(Json value, PathFilterScope scope, List<Json> into)
    {
        if (value is not JsonArr array)
            return;
        foreach (var index in Indexes)
        {
            if (At(array, index) is { } found)
                into.Add(found);
        }
    }

    private static Json? At(JsonArr array, int index)
    {
        var at = index < 0 ? array.Items.Length + index : index;
        return at >= 0 && at < array.Items.Length ? array.Items[at] : null;
    }
}

internal sealed class SliceSegment(int? from, int? to, int step) : PathSegment
{
    public override bool IsDefinite => false;

    public override string Normal => string.Create(CultureInfo.InvariantCulture, $"[{from}:{to}]");

    public override void All(Json value, PathFilterScope scope, List<Json> into)
    {
        if (value is not JsonArr array)
            return;
        var length = array.Items.Length;
        var first = Math.Clamp(from is < 0 ? length + from.Value : from ?? 0, 0, length);
        var last = Math.Clamp(to is < 0 ? length + to.Value : to ?? length, 0, length);
        for (var i = first; i < last; i += step)
            into.Add(array.Items[i]);
    }
}

internal sealed class WildcardSegment : PathSegment
{
    public override bool IsDefinite => false;

    public override string Normal => "[*]";

    public override void All(Json value, PathFilterScope scope, List<Json> into)
    {
        if (value is JsonObj obj)
            into.AddRange(obj.Members.Select(m => m.Value));
        else if (value is JsonArr array)
            into.AddRange(array.Items);
    }
}

/// <summary><c>..step</c>: the step on the value and on everything below it, outer before inner.</summary>
internal sealed class DescentSegment(PathSegment step) : PathSegment
{
    public override bool IsDefinite => false;

    public override string Normal => ".." + step.Normal;

    public override void All(Json value, PathFilterScope scope, List<Json> into)
    {
        step.All(value, scope, into);
        if (value is JsonObj obj)
        {
            foreach (var member in obj.Members)
                All(member.Value, scope, into);
        }
        else if (value is JsonArr array)
        {
            foreach (var item in array.Items)
                All(item, scope, into);
        }
    }
}

internal sealed class FilterSegment(PathFilter filter) : PathSegment
{
    public override bool IsDefinite => false;

    public override string Normal => "[?]";

    public override void All(Json value, PathFilterScope scope, List<Json> into)
    {
        if (value is JsonArr array)
            into.AddRange(array.Items.Where(item => filter.Test(item, scope)));
        else if (value is JsonObj && filter.Test(value, scope))
            into.Add(value);
    }
}
