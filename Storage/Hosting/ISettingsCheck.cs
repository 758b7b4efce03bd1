namespace HybridOrleans.Storage.Hosting;

/// <summary>Finds what is wrong with a part of the configuration, before anything is opened.</summary>
internal interface ISettingsCheck
{
    /// <summary>Every mistake, each with the setting, its value and what is allowed; never a secret.</summary>
    IEnumerable<string> Mistakes();
}
