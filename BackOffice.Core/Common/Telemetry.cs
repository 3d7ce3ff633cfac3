using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BackOffice.Core.Common;

/// <summary>The one activity source and the one meter; both are named <c>BackOffice</c>. Nothing is exported unless configuration says where to.</summary>
public static class Telemetry
{
    public const string Name = "BackOffice";

    public static readonly ActivitySource Activities = new(Name);

    public static readonly Meter Meter = new(Name);
}
