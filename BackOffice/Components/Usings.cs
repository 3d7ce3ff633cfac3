global using BackOffice.Components.Shared;
global using BackOffice.Interaction;
global using static BackOffice.Interaction.Texts;
