using Xunit.Sdk;

namespace BackOffice.Tests.Contracts;

/// <summary>A test of a contract: it runs on every backend, and is skipped with the reason where a backend's class says that it needs something that is not here.</summary>
[XunitTestCaseDiscoverer("BackOffice.Tests.Contracts.ContractFactDiscoverer", "BackOffice.Tests")]
public sealed class ContractFactAttribute : FactAttribute;

/// <inheritdoc cref="ContractFactAttribute"/>
[XunitTestCaseDiscoverer("BackOffice.Tests.Contracts.ContractTheoryDiscoverer", "BackOffice.Tests")]
public sealed class ContractTheoryAttribute : TheoryAttribute;
