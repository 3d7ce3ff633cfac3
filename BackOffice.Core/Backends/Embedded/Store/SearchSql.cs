using System.Globalization;
using System.Text;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>A statement and its parameters while they are put together. ?1 and ?2 are the place where the page starts, ?3 is how many rows.</summary>
internal sealed class SearchSql
{
    private const int Fixed = 3;
    private readonly StringBuilder _text = new();
    private readonly List<object> _values = [];

    public SearchSql Add(string sql)
    {
        _text.Append(sql);
        return this;
    }

    public SearchSql Value(string value) => Parameter(value);

    public SearchSql Value(long value) => Parameter(value);

    /// <summary><c>column IN (…)</c>, or its opposite.</summary>
    public SearchSql In(string column, bool not, IEnumerable<string> values)
    {
        Add(column).Add(not ? " NOT IN (" : " IN (");
        var isFirst = true;
        foreach (var value in values)
        {
            if (!isFirst)
                Add(",");
            Value(value);
            isFirst = false;
        }

        return Add(")");
    }

    /// <summary>The statement, ready to be stepped.</summary>
    public Statement Begin(Database database, Keyset start, long rows)
    {
        var statement = database.Cached(_text.ToString()).Begin().Add(start.Rank).Add(start.Id).Add(rows);
        foreach (var value in _values)
        {
            if (value is long number)
                statement.Add(number);
            else
                statement.Add((string)value);
        }

        return statement;
    }

    public override string ToString() => _text.ToString();

    private SearchSql Parameter(object value)
    {
        _values.Add(value);
        _text.Append('?').Append((Fixed + _values.Count).ToString(CultureInfo.InvariantCulture));
        return this;
    }
}
