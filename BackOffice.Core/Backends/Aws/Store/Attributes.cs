namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Names of attributes. Short, because every item is paid for with them.</summary>
internal static class Attributes
{
    public const string Pk = "pk";
    public const string Sk = "sk";

    /// <summary>The subject that a look-up item belongs to.</summary>
    public const string Subject = "s";
    public const string Json = "j";
    public const string Version = "v";

    /// <summary>Names the commit that made the head what it is: how a retry knows its own success.</summary>
    public const string Write = "w";

    /// <summary>A map whose names are the keys of the subject, as class and value.</summary>
    public const string Keys = "k";
    public const string AuditNumber = "an";
    public const string AuditHash = "ah";

    public const string Headline = "hl";
    public const string Path = "pa";
    public const string Step = "st";
    public const string Error = "er";
    public const string City = "ci";
    public const string Variant = "va";
    public const string Currency = "cu";
    public const string Amount = "am";

    /// <summary>UTC ticks; 0 for a subject that is in no list.</summary>
    public const string Placed = "pl";
    public const string Changed = "ch";

    /// <summary>Partitions of the indexes.</summary>
    public const string List = "ls";
    public const string ByHeadline = "ih";
    public const string ByStep = "is";
    public const string ByError = "ie";
    public const string ByCity = "ic";
    public const string ById = "ii";
    public const string ByDue = "id";
    public const string Actor = "ac";
    public const string Action = "ax";

    /// <summary>Sort keys of the indexes: rank and subject.</summary>
    public const string PlacedPlace = "rp";
    public const string ChangedPlace = "rc";
    public const string AmountPlace = "ra";
    public const string DuePlace = "rd";

    /// <summary>A map from the kind of a due moment to its UTC ticks.</summary>
    public const string Dues = "du";

    /// <summary>Of an audit entry: its place in the log, once it has one.</summary>
    public const string Sequence = "q";
    public const string Number = "n";
    public const string Hash = "h";
    public const string Entry = "e";
    public const string Detail = "d";

    public const string Events = "ev";
    public const string Entries = "au";
    public const string Deltas = "co";

    /// <summary>True for a unique key that its subject gave up.</summary>
    public const string Gone = "g";
    public const string Value = "x";
    public const string Archived = "y";
    public const string Owner = "ow";
    public const string Until = "un";
    public const string Outbox = "ob";
    public const string Audit = "al";
}
