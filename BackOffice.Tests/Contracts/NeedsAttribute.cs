using Xunit.Abstractions;
using Xunit.Sdk;

namespace BackOffice.Tests.Contracts;

/// <summary>Of a backend's test class: what its tests cannot run without.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class NeedsAttribute : Attribute
{
    /// <summary>Null when it is here.</summary>
    public abstract string? WhyNot { get; }

    internal static string? WhyNotOf(ITestMethod method) =>
        method.TestClass.Class.ToRuntimeType()?.GetCustomAttributes(typeof(NeedsAttribute), inherit: true).Cast<NeedsAttribute>().Select(needs => needs.WhyNot).FirstOrDefault(why => why is not null);
}
