namespace BackOffice.Core.Access;

/// <summary>What a person is to the console; groups of the identity provider map to these in configuration.</summary>
public enum Role
{
    SupportAgent,
    SupportLead,
    Operations,
    ProductManager,
    Administrator,
}
