global using BackOffice.Components.Shared;
global using BackOffice.Interaction;
