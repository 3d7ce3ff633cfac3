namespace BackOffice.Components.Layout.Navigation;

/// <summary>The groups of the navigation, in its order.</summary>
public enum NavGroup
{
    /// <summary>Above the groups, without a title.</summary>
    Top,
    NeedsAPerson,
    Work,
    Pipeline,
    Change,
    Record,
}
