namespace BackOffice.Core.Workflows.Asl;

/// <summary>The condition of <c>[?(…)]</c>.</summary>
internal abstract class PathFilter
{
    public abstract bool Test(Json item, PathFilterScope scope);
}

internal sealed class FilterAll(PathFilter left, PathFilter right) : PathFilter
{
    public override bool Test(Json item, PathFilterScope scope) => left.Test(item, scope) && right.Test(item, scope);
}

internal sealed class FilterAny(PathFilter left, PathFilter right) : PathFilter
{
    public override bool Test(Json item, PathFilterScope scope) => left.Test(item, scope) || right.Test(item, scope);
}

internal sealed class FilterNot(PathFilter inner) : PathFilter
{
    public override bool Test(Json item, PathFilterScope scope) => !inner.Test(item, scope);
}

internal sealed class FilterExists(FilterOperand operand) : PathFilter
{
    public override bool Test(Json item, PathFilterScope scope) => operand.Value(item, scope) is not null;
}

/// <summary>A comparison; values of different kinds are unequal and in no order.</summary>
internal sealed class FilterCompare(FilterOperand left, string comparison, FilterOperand right) : PathFilter
{
    public override bool Test(Json item, PathFilterScope scope)
    {
        var a = left.Value(item, scope);
        var b = right.Value(item, scope);
        if (a is null || b is null)
            return comparison == "!=" && (a is null) != (b is null);
        if (comparison is "==" or "!=")
            return Json.Same(a, b) == (comparison == "==");
        int? order = (a, b) switch
        {
            (JsonNum x, JsonNum y) => x.CompareTo(y),
            (JsonStr x, JsonStr y) => string.CompareOrdinal(x.Value, y.Value),
            _ => null,
        };
        return comparison switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }
}

/// <summary>A literal, or a path from the item (<c>@</c>) or from the data (<c>$</c>).</summary>
internal sealed class FilterOperand(Json? literal, AslPath? path, bool fromItem)
{
    public bool IsPath => path is not null;

    public Json? Value(Json item, PathFilterScope scope)
    {
        if (path is null)
            return literal;
        if (!path.TryEvaluate(fromItem ? item : scope.Data, scope, out var value))
            return null;
        return path.IsDefinite || value is JsonArr { Items.Length: > 0 } ? value : null;
    }
}
